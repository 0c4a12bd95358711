"""What this slice hands to the person herself: what she has said is wrong, and every answer."""

from portal.corrections.models import Correction
from portal.exports import SWEDISH, Export

EXPORTS = (
    Export(Correction, order=Correction.asked, texts={"wrong": "language", "answer": SWEDISH}),
)
