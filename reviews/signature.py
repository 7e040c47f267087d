"""Signatures on letters: a certificate signs the file, and one changed byte of it shows.

``VIGIE_SIGNATURE`` names a PKCS#12 file with key and certificate, ``VIGIE_SIGNATURE_PASSWORD_FILE`` the file
with its password. Without them letters go out unsigned, and say so.
"""

from __future__ import annotations

import io
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

CERTIFICATE: Final = "VIGIE_SIGNATURE"
PASSWORD_FILE: Final = "VIGIE_SIGNATURE_PASSWORD_FILE"
_FIELD: Final = "Decision"
# What is signed stands beside the signature: the content of the message itself is "data", and empty.
_PLAIN_CONTENT: Final = bytes.fromhex("300B06092A864886F70D010701")


@dataclass(frozen=True)
class Signature:
    """What a file's signature says.

    ``present`` : whether there is one; ``intact`` : whether the file is, to the last byte, what was signed;
    ``signer`` : the name in the certificate; ``fingerprint`` : SHA-256 of the certificate, to be compared
    with the one that the authority publishes, which alone tells whose it is.
    """

    present: bool
    intact: bool
    signer: str
    fingerprint: str


class NoCertificate(Exception):
    """The certificate that the settings name cannot be used."""


def configured() -> bool:
    """Whether letters are signed here."""
    return bool(os.environ.get(CERTIFICATE))


def signer_name() -> str:
    """The name in the certificate; empty where none is configured. Raises ``NoCertificate``."""
    return _common_name(_signer().signing_cert) if configured() else ""


def sign(content: bytes, *, reason: str) -> bytes:
    """A PDF with a signature over all of it, which no page shows and every reader of signatures finds.

    Raises
    ------
    NoCertificate: nothing is configured, or what is cannot be read
    """
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import PdfSignatureMetadata, fields, signers

    signer = _signer()
    described = PdfSignatureMetadata(field_name=_FIELD, reason=reason, name=_common_name(signer.signing_cert))
    # Hidden, as PDF/UA asks of what no page shows.
    hidden = fields.InvisSigSettings(set_print_flag=False, set_hidden_flag=True)
    field = fields.SigFieldSpec(_FIELD, invis_sig_settings=hidden)
    signed = signers.PdfSigner(described, signer=signer, new_field_spec=field).sign_pdf(
        IncrementalPdfFileWriter(io.BytesIO(content))
    )
    written: bytes = signed.getvalue()
    if not checked(written).intact:
        raise NoCertificate(f"what the certificate of {CERTIFICATE} signs cannot be checked: use another one")
    return written


def checked(content: bytes) -> Signature:
    """What a PDF's signature says of it. A file that cannot be read any more is not intact."""
    found = b"/ByteRange" in content or b"adbe.pkcs7" in content or b"ETSI.CAdES" in content
    try:
        return _checked(content)
    except Exception:
        # What a changed byte breaks in a reader of PDF is not foreseeable, and is the answer.
        return Signature(found, False, "", "")


def _checked(content: bytes) -> Signature:
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation.generic_cms import validate_sig_integrity
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    signatures = PdfFileReader(io.BytesIO(content)).embedded_signatures
    if not signatures:
        return Signature(b"/ByteRange" in content, False, "", "")
    embedded = signatures[-1]
    # Whose certificate it is, a path of trust would say; an auditor's machine may stand alone, and the
    # fingerprint is compared.
    same, valid = validate_sig_integrity(
        embedded.signer_info, embedded.signer_cert, "data", embedded.compute_digest()
    )
    whole = embedded.evaluate_signature_coverage() == SignatureCoverageLevel.ENTIRE_FILE
    whole = whole and _as_written(content, embedded)
    certificate = embedded.signer_cert
    return Signature(
        True,
        bool(same and valid and whole),
        _common_name(certificate),
        certificate.sha256.hex(),
    )


def _as_written(content: bytes, embedded: Any) -> bool:
    """Whether the place of the signature, which it cannot cover itself, is as :func:`sign` writes it."""
    start, length, again, rest = (int(each) for each in embedded.byte_range)
    place = content[start + length : again]
    stored = embedded.pkcs7_content
    head, length = _element(stored)
    written = stored[: head + length]
    wanted = b"<" + written.hex().upper().encode().ljust(len(place) - 2, b"0") + b">"
    # Kind of message, then the message, and nothing behind it.
    inner = written[head:]
    message = inner[sum(_element(inner)) :]
    signed, (signer,) = embedded.signed_data, embedded.signed_data["signer_infos"]
    return (
        again + rest == len(content)
        and place == wanted
        and sum(_element(message)) == len(message)
        and (signed["version"].native, signer["version"].native) == ("v1", "v1")
        and signed["encap_content_info"].dump() == _PLAIN_CONTENT
        and [each.dump() for each in signed["digest_algorithms"]] == [signer["digest_algorithm"].dump()]
    )


def _element(content: bytes) -> tuple[int, int]:
    """Bytes of the head and of the body of the first element of DER."""
    first = content[1]
    more = first & 0x7F if first & 0x80 else 0
    return 2 + more, int.from_bytes(content[2 : 2 + more], "big") if more else first


def _signer() -> Any:
    from pyhanko.sign import signers

    path, secret = os.environ.get(CERTIFICATE, ""), os.environ.get(PASSWORD_FILE, "")
    try:
        password = Path(secret).read_bytes().strip() if secret else None
        return signers.SimpleSigner.load_pkcs12_data(Path(path).read_bytes(), [], passphrase=password)
    except (OSError, ValueError, TypeError) as fault:
        raise NoCertificate(
            f"{CERTIFICATE} names {path!r}, which cannot be used: name a PKCS#12 file, and the file of its "
            f"password in {PASSWORD_FILE}"
        ) from fault


def _common_name(certificate: Any) -> str:
    named = certificate.subject.native
    return str(
        named.get("common_name") or named.get("organization_name") or certificate.subject.human_friendly
    )
