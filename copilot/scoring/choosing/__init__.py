from copilot.scoring.choosing import (
    business_axis,
    classify,
    concentration,
    coverage,
    euraiqa,
    key_account,
    pareto,
    priority,
    profile_check,
    role_profile,
    strategic_axis,
    workload,
)

TOOLS = (
    priority.TOOL,
    pareto.TOOL,
    concentration.TOOL,
    key_account.TOOL,
    euraiqa.TOOL,
    business_axis.TOOL,
    strategic_axis.TOOL,
    classify.TOOL,
    profile_check.TOOL,
    workload.TOOL,
    role_profile.TOOL,
    coverage.TOOL,
)
