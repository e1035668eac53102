from copilot.scoring.choosing import concentration, pareto, priority

TOOLS = (
    priority.TOOL,
    pareto.TOOL,
    concentration.TOOL,
)
