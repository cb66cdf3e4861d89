"""An example of a plug-in: posts each text message as JSON over HTTPS to one address, with a secret from the environment."""

import http.client
import json
from urllib.parse import urlsplit

from django.conf import settings

from greenlist.casework.outbox.channels import TIMEOUT_S, NotSent, Unclear

LOOPBACK = ("127.0.0.1", "localhost", "::1")


class JsonGateway:
    """GREENLIST_SMS_URL takes {"to", "text", "key"}; 2xx: taken, 4xx: never, else later. Follows no redirect: the secret stays here."""

    def lacking(self) -> str:
        """What of its settings is missing; '' when it can send."""
        parts = urlsplit(settings.SMS_URL)
        if not settings.SMS_URL or not settings.SMS_SECRET:
            return "没有设网关地址或密钥"
        is_safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
        return "" if is_safe and parts.hostname else "网关地址须以 https:// 开头"

    def send(self, *, number: str, text: str, key: str) -> None:
        """Hand over one text message. Raises NotSent before the request is out or when refused, Unclear without a readable answer."""
        if lacking := self.lacking():
            raise NotSent(f"短信网关：{lacking}")
        parts = urlsplit(settings.SMS_URL)
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        connection = kind(parts.hostname or "", parts.port, timeout=TIMEOUT_S)
        body = json.dumps({"to": number, "text": text, "key": key}, ensure_ascii=False).encode()
        head = {"Content-Type": "application/json; charset=utf-8", "Authorization": f"Bearer {settings.SMS_SECRET}"}
        try:
            connection.connect()
        except OSError as problem:
            raise NotSent(f"连不上短信网关：{type(problem).__name__}") from problem
        try:
            connection.request("POST", f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}", body, head)
            status = connection.getresponse().status
        except (OSError, http.client.HTTPException) as problem:
            raise Unclear(f"送出中断：{type(problem).__name__}") from problem
        finally:
            connection.close()
        if not 200 <= status < 300:
            raise NotSent(f"短信网关答复{status}", is_final=400 <= status < 500 and status != 429)
