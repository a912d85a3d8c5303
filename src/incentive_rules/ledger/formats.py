"""Files that are no tables we read, told apart by their first bytes, each with what to do about it."""

from __future__ import annotations

import io
import re
import zipfile
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE

from incentive_rules.codes import Code
from incentive_rules.errors import Diagnostic, InputError
from incentive_rules.messages import Label
from incentive_rules.source import Place

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_PDF = b"%PDF-"
_HTML = re.compile(
    rb"\s*(<(!--|(!doctype|html|head|meta|body|table|tr|div|style|script|xml|\?xml|\?mso-application)\b)|MIME-Version:)",
    re.IGNORECASE,
)
_BOMS = (BOM_UTF8, BOM_UTF16_LE, BOM_UTF16_BE)
_DRM_FIRST = (b"SCDSA", b"<DOCUMENT SAFER", b"<## NASCA DRM", b"\x9b DRMONE", b"DRMONE", b"FSDRM")
_DRM_WITHIN = (b"DRMONE", b"MarkAny", b"FSDRM", b"Softcamp")
_FAR = 512  # how deep in a file the name of such a program stands


def refuse_other_formats(data: bytes, name: str) -> None:
    """Refuse a file that is no text, JSONL, workbook or Parquet file, and say what it is.

    Raises:
        InputError: with one finding, if it is such a file.

    Example:
        >>> refuse_other_formats(b"<html><table><tr><td>1</td></tr></table></html>", "list.xls")
        Traceback (most recent call last):
        incentive_rules.errors.InputError: list.xls: this table cannot be read: it is a web page (HTML, XML)
          help: open it in Excel, choose 'Save As', and save it as 'Excel Workbook (.xlsx)'
    """
    if found := _problem(data):
        problem, advice = found
        raise InputError([Diagnostic(Code.UNREADABLE_TABLE, Place(name), {"problem": problem, "advice": advice})])


def _problem(data: bytes) -> tuple[Label, Label] | None:
    top = data[:_FAR]
    # A list may speak of these programs, but holds no NUL.
    if top.startswith(_DRM_FIRST) or (b"\0" in top and any(mark in top for mark in _DRM_WITHIN)):
        return _IS_DRM, _TAKE_OFF_DRM
    if data.startswith(_OLE):
        return _ole(data)
    if data.startswith(_ZIP):
        return _archive(data)
    if data.startswith(_PDF):
        return _IS_PDF, _COPY_TO_EXCEL
    return (_IS_HTML, SAVE_AS) if _HTML.match(_first_letters(data)) else None


def _first_letters(data: bytes) -> bytes:
    """The first letters of a text without its mark, each as one byte where it is one of HTML's."""
    mark = next((each for each in _BOMS if data.startswith(each)), b"")
    return data[len(mark) : _FAR].replace(b"\0", b"")


def _ole(data: bytes) -> tuple[Label, Label]:
    """An old container: an encrypted workbook, an old workbook, or a document of Hangul or Word."""
    if "DRMEncryptedDataSpace".encode("utf-16-le") in data:
        return _IS_DRM, _TAKE_OFF_DRM
    if "EncryptedPackage".encode("utf-16-le") in data:
        return _IS_LOCKED, _TAKE_OFF_PASSWORD
    if "HwpSummaryInformation".encode("utf-16-le") in data or b"HWP Document File" in data:
        return _IS_HWP, _COPY_TO_EXCEL
    if "WordDocument".encode("utf-16-le") in data:
        return _IS_WORD, _COPY_TO_EXCEL
    return _IS_XLS, SAVE_AS


def _archive(data: bytes) -> tuple[Label, Label]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return IS_BROKEN, SAVE_AGAIN
    if "xl/workbook.bin" in names:
        return _IS_XLSB, SAVE_AS
    if "Contents/content.hpf" in names:
        return _IS_HWP, _COPY_TO_EXCEL
    if "word/document.xml" in names:
        return _IS_WORD, _COPY_TO_EXCEL
    if "content.xml" in names:
        return _IS_ODS, SAVE_AS
    return _IS_ZIP, _UNPACK


SAVE_AS = Label(
    "엑셀에서 열어 '다른 이름으로 저장'에서 'Excel 통합 문서(.xlsx)'를 고르십시오",
    "open it in Excel, choose 'Save As', and save it as 'Excel Workbook (.xlsx)'",
)
SAVE_AGAIN = Label(
    "엑셀에서 열어 다시 저장하거나 원본을 다시 받으십시오", "save it anew in Excel, or fetch the original again"
)
_TAKE_OFF_PASSWORD = Label(
    "엑셀에서 열어 '파일 > 정보 > 통합 문서 보호 > 암호 설정'의 암호를 지우고 사본을 저장하십시오",
    "open it in Excel, take off the password under 'File > Info > Protect Workbook', and save a copy",
)
_TAKE_OFF_DRM = Label(
    "문서보안 프로그램에서 암호화를 해제한 사본을 만들어 그 파일을 읽히십시오",
    "have your document-security program make a decrypted copy, and read that one",
)
_COPY_TO_EXCEL = Label("표를 엑셀로 옮겨 .xlsx로 저장하십시오", "copy the table into Excel, and save it as .xlsx")
_UNPACK = Label("압축을 풀고 그 안의 표 파일을 읽히십시오", "unpack it, and read the table in it")

_IS_LOCKED = Label("암호가 걸린 엑셀 파일입니다", "it is a workbook with a password")
_IS_DRM = Label("문서보안(DRM)으로 암호화된 파일입니다", "it is encrypted by document security (DRM)")
_IS_XLS = Label("옛 엑셀 파일(.xls)입니다", "it is an old Excel workbook (.xls)")
_IS_XLSB = Label("엑셀 바이너리 파일(.xlsb)입니다", "it is a binary Excel workbook (.xlsb)")
_IS_ODS = Label("오픈오피스 파일(.ods)입니다", "it is an OpenDocument file (.ods)")
_IS_HWP = Label("한글 문서입니다", "it is a Hangul document")
_IS_WORD = Label("워드 문서입니다", "it is a Word document")
_IS_PDF = Label("PDF 문서입니다", "it is a PDF document")
_IS_HTML = Label("웹 문서(HTML, XML)입니다", "it is a web page (HTML, XML)")
_IS_ZIP = Label("엑셀 파일이 아닌 압축 파일입니다", "it is an archive, and no workbook")
IS_BROKEN = Label("깨진 엑셀 파일이나 압축 파일입니다", "it is a broken workbook or archive")
