from copilot.scoring.manager import pipeline_value

TOOLS = (pipeline_value.TOOL,)
