; Inno Setup: installs for the one user who runs it, without a password; /ALLUSERS for everybody.
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
PrivilegesRequiredOverridesAllowed=commandline
DefaultDirName={autopf}\OT Codebook
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
ChangesEnvironment=yes
; A window that is open is asked to close, which saves it. Nothing is opened in its place.
CloseApplications=yes
RestartApplications=no
; The first call makes an uninstaller, asks for its signature and fails; the second one takes it in.
#ifdef Signed
SignedUninstaller=yes
SignedUninstallerDir=..\..\build\uninstaller
#endif

[Files]
; The programs first: if one still runs in spite of all, it cannot be replaced, and nothing else is.
Source: "{#Tree}\ot-codebook.exe"; DestDir: "{app}"; Flags: ignoreversion
Source: "{#Tree}\ot-codebook-cli.exe"; DestDir: "{app}"; Flags: ignoreversion; AfterInstall: RemoveOld
Source: "{#Tree}\*"; DestDir: "{app}"; Excludes: "\*.exe"; Flags: recursesubdirs ignoreversion

[Icons]
Name: "{group}\OT Codebook"; Filename: "{app}\ot-codebook.exe"; AppUserModelID: "org.otcodebook.OTCodebook"

[Tasks]
Name: path; Description: "Let the command ot-codebook-cli be found in any folder (PATH)"; Flags: unchecked

[Run]
Filename: "{app}\ot-codebook.exe"; Description: "Open OT Codebook"; Flags: postinstall nowait skipifsilent

[Code]
// What an older version has left and this one does not have.
procedure RemoveOld;
begin
  DelTree(ExpandConstant('{app}\_internal'), True, True, True);
end;

// A program that runs can be read but not written.
function IsOpen(Name: String): Boolean;
var
  Stream: TFileStream;
begin
  Result := False;
  Name := ExpandConstant('{app}\') + Name;
  if FileExists(Name) then
    try
      Stream := TFileStream.Create(Name, fmOpenReadWrite or fmShareDenyNone);
      Stream.Free;
    except
      Result := True;
    end;
end;

// An uninstaller does not ask programs to close by itself.
function InitializeUninstall: Boolean;
begin
  Result := True;
  while Result and (IsOpen('ot-codebook.exe') or IsOpen('ot-codebook-cli.exe')) do
    Result := SuppressibleMsgBox('OT Codebook is open. Close it, then choose Retry.',
        mbError, MB_RETRYCANCEL, IDCANCEL) = IDRETRY;
end;

function PathKey: String;
begin
  if IsAdminInstallMode then
    Result := 'SYSTEM\CurrentControlSet\Control\Session Manager\Environment'
  else
    Result := 'Environment';
end;

// The folders of PATH without ours; with it at the end if Wanted.
procedure ChangePath(Wanted: Boolean);
var
  Old, New, Ours: String;
  At: Integer;
begin
  Ours := ExpandConstant('{app}');
  if not RegQueryStringValue(HKA, PathKey, 'Path', Old) then
    Old := '';
  New := ';' + Old + ';';
  At := Pos(';' + Lowercase(Ours) + ';', Lowercase(New));
  if At > 0 then
    Delete(New, At, Length(Ours) + 1);
  New := Copy(New, 2, Length(New) - 2);
  if Wanted then
    if New = '' then
      New := Ours
    else
      New := New + ';' + Ours;
  if New <> Old then
    if (New = '') and not IsAdminInstallMode then
      RegDeleteValue(HKA, PathKey, 'Path')
    else
      RegWriteExpandStringValue(HKA, PathKey, 'Path', New);
end;

procedure CurStepChanged(CurStep: TSetupStep);
begin
  if CurStep = ssPostInstall then
    ChangePath(WizardIsTaskSelected('path'));
end;

procedure CurUninstallStepChanged(CurUninstallStep: TUninstallStep);
begin
  if CurUninstallStep = usUninstall then
    ChangePath(False);
end;
