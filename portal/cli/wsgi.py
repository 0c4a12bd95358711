"""What the production server loads."""

from portal import logs
from portal.app import create_app

logs.install()
app = create_app()
