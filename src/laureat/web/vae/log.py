"""The name of the VAE log of a certification."""

import uuid


def vae_log(numero: str) -> str:
    """One log for all the applications of a certification, beside those of its sessions."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"laureat:vae:{numero}"))
