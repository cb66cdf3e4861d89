"""Looked at whenever the program starts, and by `django check --deploy`: the folder of the office's own fonts."""

from typing import Any

from django.core.checks import CheckMessage, Error, Info, Warning, register

from greenlist.papers.typefaces import files_of, folder, found, lacking


@register()
def font_folder(app_configs: Any, **rest: Any) -> list[CheckMessage]:
    """A folder that is named and holds no font is a mistake: papers would silently be set in other fonts."""
    own = folder()
    if own is None or files_of(own):
        return []
    return [
        Error(f"GREENLIST_FONTS 指的“{own}”里没有字体文件（.ttf、.otf、.ttc）。", hint="改正路径，或去掉这个变量。", id="greenlist.E001")
    ]


@register(deploy=True)
def faces_found(app_configs: Any, **rest: Any) -> list[CheckMessage]:
    """What each face is set in; a warning for those that the folder lacks."""
    own = folder()
    if own is None or not files_of(own):
        return []
    told: list[CheckMessage] = [
        Info("字体：" + "，".join(f"{face}用 {family}" for face, family in found(own).items()), id="greenlist.I001")
    ]
    if without := lacking(own):
        told.append(
            Warning(f"GREENLIST_FONTS 里没有{'、'.join(without)}，用自带的思源字体代替。", hint="放入字体后重启。", id="greenlist.W001")
        )
    return told
