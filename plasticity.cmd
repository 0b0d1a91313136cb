@echo off
setlocal
where dotnet >nul 2>nul || (echo PlasticityLab needs the .NET 10 SDK: https://dotnet.microsoft.com/download/dotnet/10.0 & exit /b 1)
set DOTNET_NOLOGO=1
set DOTNET_CLI_TELEMETRY_OPTOUT=1
pushd "%~dp0"
dotnet build "src\PlasticityLab.Cli" -c Release -o "artifacts\plasticity" -v q --nologo -p:RunAnalyzers=false
if errorlevel 1 (popd & exit /b 1)
popd
dotnet "%~dp0artifacts\plasticity\plasticity.dll" %*
