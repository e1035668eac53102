from copilot.scoring.negotiation import zopa

TOOLS = (zopa.TOOL,)
