"""What this slice hands to the person herself."""

from portal.exports import Export
from portal.web.models import KeptForm

EXPORTS = (Export(KeptForm, whose=KeptForm.actor_id, order=KeptForm.at),)
NOTHING = {
    "form_key": "A random key that keeps a double tap from storing twice; says nothing of anyone.",
    "rate": "Counts attempts under keys that tell neither who nor where.",
    "instance": "What kind of instance the database belongs to.",
}
