from copilot.scoring.negotiation import (
    agenda,
    batna_value,
    concession_plan,
    meso,
    negotiation_keys,
    power_balance,
    terms_table,
    time_check,
    zopa,
    zopa_package,
)

TOOLS = (
    negotiation_keys.TOOL,
    power_balance.TOOL,
    batna_value.TOOL,
    zopa.TOOL,
    zopa_package.TOOL,
    meso.TOOL,
    concession_plan.TOOL,
    terms_table.TOOL,
    agenda.TOOL,
    time_check.TOOL,
)
