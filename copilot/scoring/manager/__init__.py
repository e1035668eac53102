from copilot.scoring.manager import (
    activity_analysis,
    early_warning,
    pipeline_value,
    planning_completion,
    reporting_table,
    review_period,
    salary_benchmark,
)

TOOLS = (
    planning_completion.TOOL,
    reporting_table.TOOL,
    activity_analysis.TOOL,
    pipeline_value.TOOL,
    early_warning.TOOL,
    review_period.TOOL,
    salary_benchmark.TOOL,
)
