"""The list of endpoints, for people and for checks from outside."""

from typing import Any

from portal.app import create_app
from portal.audience import audiences_of
from portal.config import Environment, Settings


def routes_of() -> list[dict[str, Any]]:
    """Every endpoint: name, methods, path and audience. Needs no database and no settings."""
    app = create_app(
        Settings(Environment.TEST, "sqlite://", secret_key="0" * 32, identity_key=bytes(32))
    )
    return sorted(
        (
            {
                "endpoint": rule.endpoint,
                "methods": sorted(set(rule.methods or ()) - {"HEAD", "OPTIONS"}),
                "path": rule.rule,
                "audience": sorted(audiences_of(app.view_functions[rule.endpoint])),
            }
            for rule in app.url_map.iter_rules()
        ),
        key=lambda route: (route["path"], route["methods"]),
    )
