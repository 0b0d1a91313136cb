@echo off
rem Builds what it needs, then runs PlasticityLab.
setlocal
set "here=%~dp0"
set DOTNET_NOLOGO=1
set DOTNET_CLI_TELEMETRY_OPTOUT=1

where dotnet >nul 2>nul
if errorlevel 1 (
  echo PlasticityLab needs the .NET 10 SDK, and there is no 'dotnet' on the path. 1>&2
  echo Get it from https://dotnet.microsoft.com/download/dotnet/10.0, then run this again. 1>&2
  exit /b 1
)
dotnet --list-sdks | findstr /r "^1[0-9]\. ^[2-9][0-9]\." >nul
if errorlevel 1 (
  echo PlasticityLab needs the .NET 10 SDK; 'dotnet --list-sdks' shows none of version 10 or later. 1>&2
  echo Get it from https://dotnet.microsoft.com/download/dotnet/10.0, then run this again. 1>&2
  exit /b 1
)

rem Build when there is no program yet, or when a source is newer than it.
set "program=%here%artifacts\plasticity\plasticity.dll"
if not exist "%program%" goto build
powershell -NoProfile -ExecutionPolicy Bypass -Command ^
  "$built = (Get-Item -LiteralPath $env:program).LastWriteTimeUtc;" ^
  "$sources = @('src', 'Directory.Build.props', 'Directory.Packages.props', 'global.json') | ForEach-Object { Join-Path $env:here $_ };" ^
  "$newer = Get-ChildItem -Path $sources -Recurse -File | Where-Object { $_.FullName -notmatch '[\\/](obj|bin)[\\/]' } |" ^
  "  Where-Object { $_.LastWriteTimeUtc -gt $built } | Select-Object -First 1;" ^
  "if ($newer) { exit 1 }"
if not errorlevel 1 goto run

:build
md "%here%artifacts\plasticity" >nul 2>nul
(echo building> "%here%artifacts\plasticity\.building") 2>nul
if exist "%here%artifacts\plasticity\.building" goto compile
echo PlasticityLab must be built first, but "%here%" cannot be written to: copy the folder to a place of your own. 1>&2
exit /b 1

:compile
echo Building PlasticityLab (the first time takes about half a minute) ... 1>&2
set "log=%TEMP%\plasticity-build-%RANDOM%.txt"
pushd "%here%"
dotnet build "src\PlasticityLab.Cli" -c Release -o "artifacts\plasticity" -v q --nologo -p:RunAnalyzers=false >"%log%" 2>&1
if errorlevel 1 (
  popd
  type "%log%" 1>&2
  del "%log%" "%here%artifacts\plasticity\.building" >nul 2>nul
  echo The build failed; the messages stand above. 1>&2
  exit /b 1
)
popd
del "%log%" "%here%artifacts\plasticity\.building" >nul 2>nul
pushd "%here%artifacts\plasticity"
copy /b plasticity.dll+,, >nul
popd

:run
set "PLASTICITY_CALLED=%~0"
dotnet "%program%" %*
exit /b %errorlevel%
