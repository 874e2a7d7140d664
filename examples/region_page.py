"""A page on which a region is stepped week by week: `SOLARA_APP=examples/region_page.py uvicorn solara.server.starlette:app`."""

import solara
from mesa.visualization import SolaraViz, make_plot_component

import araxes

CHOICES = {
    "scenario": {"type": "Select", "label": "Scenario", "value": "baseline", "values": ["baseline", "force_syunik"]}
}


@solara.component
def Page() -> None:  # noqa: N802 - Solara looks for this name
    """Show a region with its controls."""
    region = solara.use_memo(lambda: araxes.Region("baseline", replicate=0), [])  # one of its own for every tab
    SolaraViz(
        region, components=[make_plot_component("tension")], model_params=CHOICES | {"replicate": 0}, name="Araxes"
    )
