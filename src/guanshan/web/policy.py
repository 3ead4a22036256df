"""What may a page load, and from where? 内容安全策略

Public, enterprises' and residents' pages run no script at all. The officers' desk is drawn by NiceGUI, which
needs more; why, and what that costs, stands in docs/decisions. No page, of either kind, loads anything from
another host.
"""

import base64
import hashlib
import re

PLAIN = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)
"""For plain HTML: no script, no inline style, no frame, forms to this host alone."""

DESK = (
    "default-src 'none'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)
"""For the desk: NiceGUI's page carries inline script and style, and Vue compiles its templates in the browser."""

DOCS = PLAIN
"""For everything else, answers of the API among it."""

SAFE_HEADERS = (
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()"),
)
"""Headers of every answer."""

STRICT_TRANSPORT = "max-age=31536000"
"""How long a browser that came by https comes by nothing else [s]; said over https alone."""


def policy_for(path: str) -> str:
    """Return the content policy of a path."""
    return DESK if path == "/desk" or path.startswith("/desk/") else PLAIN


def with_style(html: bytes) -> str:
    """Return the policy of a whole document that carries its own style: exactly that style, and else what plain HTML may.

    Examples
    --------
    >>> "style-src 'self' 'sha256-" in with_style(b"<style>p { margin: 0 }</style>")
    True
    """
    styles = re.findall(rb"<style>(.*?)</style>", html, re.S)
    hashes = (base64.b64encode(hashlib.sha256(one).digest()).decode() for one in styles)
    allowed = "".join(f" 'sha256-{one}'" for one in hashes)
    return PLAIN.replace("style-src 'self'", f"style-src 'self'{allowed}")
