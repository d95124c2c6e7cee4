"""Pictures for the tests, encoded by Pillow as an agent would."""

import io
import random

from PIL import Image


def picture(width, height, form="JPEG", seed=0):
    """A picture of that size with content that depends on the seed."""
    small = Image.new("RGB", (16, 12))
    draw = random.Random(seed)
    small.putdata([tuple(draw.randrange(256) for _ in range(3)) for _ in range(16 * 12)])
    file = io.BytesIO()
    small.resize((width, height), Image.Resampling.BICUBIC).save(file, form)
    return file.getvalue()
