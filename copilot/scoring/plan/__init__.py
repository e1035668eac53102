from copilot.scoring.plan import budget, margin, payback, retention, wallet

TOOLS = (
    retention.TOOL,
    margin.TOOL,
    payback.TOOL,
    wallet.TOOL,
    budget.TOOL,
)
