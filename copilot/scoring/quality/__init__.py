from copilot.scoring.tool import Tool

TOOLS: tuple[Tool, ...] = ()
