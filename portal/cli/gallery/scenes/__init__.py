"""What the gallery does in its demo, one scene after another. What changes much comes last."""

from collections.abc import Callable
from typing import Any

from portal.cli.gallery.album import Album
from portal.cli.gallery.scenes import files, forms, signing_in, walks
from portal.cli.gallery.studio import Studio

Scene = Callable[[Any, Studio, Album], None]
SCENES: tuple[Scene, ...] = (*walks.SCENES, *forms.SCENES, *files.SCENES, *signing_in.SCENES)
