from copilot.scoring.quality import coconstruction, judging, orientation, plan_or_actions, pressure

TOOLS = (orientation.TOOL, coconstruction.TOOL, plan_or_actions.TOOL, pressure.TOOL, judging.TOOL)
