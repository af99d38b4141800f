; Inno Setup: installs for the one user who runs it, without a password.
; iscc /DVersion=VERSION /DTree=..\..\dist\ot-codebook-VERSION-windows-x86_64 ot-codebook.iss
[Setup]
AppId=org.otcodebook.OTCodebook
AppName=OT Codebook
AppVersion={#Version}
AppPublisher=The OT Codebook developers
VersionInfoVersion={#Version}
; What Qt runs on.
MinVersion=10.0.17763
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
PrivilegesRequired=lowest
DefaultDirName={userpf}\OT Codebook
DefaultGroupName=OT Codebook
DisableProgramGroupPage=yes
LicenseFile=..\..\LICENSE
SetupIconFile=..\..\build\package\otcodebook.ico
OutputDir=..\..\dist
OutputBaseFilename=ot-codebook-{#Version}-windows-x86_64-setup
UninstallDisplayIcon={app}\ot-codebook.exe
Compression=lzma2
SolidCompression=yes
WizardStyle=modern

[Files]
Source: "{#Tree}\*"; DestDir: "{app}"; Flags: recursesubdirs ignoreversion

[InstallDelete]
; What an older version has left and this one does not have.
Type: filesandordirs; Name: "{app}\_internal"

[Icons]
Name: "{group}\OT Codebook"; Filename: "{app}\ot-codebook.exe"; AppUserModelID: "org.otcodebook.OTCodebook"

[Run]
Filename: "{app}\ot-codebook.exe"; Description: "Open OT Codebook"; Flags: postinstall nowait skipifsilent
