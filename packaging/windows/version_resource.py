"""What Windows shows of the executable in Properties > Details."""

from __future__ import annotations

_TEXT = """VSVersionInfo(
  ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3f, flags=0x0, OS=0x40004,
    fileType=0x1, subtype=0x0, date=(0, 0)),
  kids=[
    StringFileInfo([StringTable("040904B0", [
      StringStruct("CompanyName", "The OT Codebook developers"),
      StringStruct("FileDescription", "OT Codebook"),
      StringStruct("FileVersion", "{version}"),
      StringStruct("InternalName", "{program}"),
      StringStruct("LegalCopyright", "MIT License"),
      StringStruct("OriginalFilename", "{program}.exe"),
      StringStruct("ProductName", "OT Codebook"),
      StringStruct("ProductVersion", "{version}"),
    ])]),
    VarFileInfo([VarStruct("Translation", [1033, 1200])]),
  ],
)
"""


def render(program: str, version: str) -> str:
    """The resource of an executable in PyInstaller's notation; Windows wants four numbers."""
    numbers = tuple([*map(int, version.split(".")), 0, 0, 0, 0][:4])
    return _TEXT.format(program=program, version=version, numbers=numbers)
