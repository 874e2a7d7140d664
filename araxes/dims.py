"""The names of dimensions and of event columns, each written once."""

SCENARIO = "scenario"
DRAW = "draw"
REPLICATE = "replicate"
WEEK = "week"
ACTOR = "actor"
TARGET = "target"
ISSUE = "issue"
RUNG = "rung"
QUANTILE = "quantile"

ORDER = (SCENARIO, DRAW, REPLICATE, WEEK, ACTOR, TARGET, ISSUE, RUNG)
"""The order in which dimensions stand, those that apply."""

BASIS = "basis"
"""The attribute in which arrays and tables say which model and which estimates they rest on."""

EVENT_COLUMNS = (
    "id",
    "date",
    "source",
    "target",
    "code",
    "quad",
    "goldstein",
    "issue",
    "flag",
    "summary",
    "reference",
    "verified",
)
"""The columns of an events table, observed or simulated."""
