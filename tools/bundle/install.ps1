# Installs dxrobot from this folder with the network off: .\install.ps1 [FOLDER] (.\dxrobot unless given).
param([string]$Target = ".\dxrobot")
$ErrorActionPreference = "Stop"
$bundle = $PSScriptRoot
$needed = "@PYTHON@"

function Stop-Install([string]$message) { [Console]::Error.WriteLine($message); exit 2 }

function Find-Python {
    foreach ($command in @(@("py", "-$needed"), @("python"), @("python3"))) {
        if (-not (Get-Command $command[0] -ErrorAction SilentlyContinue)) { continue }
        $options = @($command | Select-Object -Skip 1)
        $found = & $command[0] @options -c "import sys; print('%d.%d' % sys.version_info[:2]); print(sys.executable)"
        if ($LASTEXITCODE -eq 0 -and $found[0] -eq $needed) { return $found[1] }
    }
    Stop-Install "Python $needed が見つかりません。この一式は Python $needed 用です。"
}

Write-Host "1/4 一式が壊れていないか調べています。"
foreach ($line in Get-Content -Encoding UTF8 (Join-Path $bundle "SHA256SUMS")) {
    $expected, $name = $line -split "  ", 2
    $path = Join-Path $bundle $name
    if (-not (Test-Path -LiteralPath $path) -or (Get-FileHash -LiteralPath $path -Algorithm SHA256).Hash -ne $expected) {
        Stop-Install "一式のファイルが壊れているか、書き換えられています。もう一度コピーしてください: $name"
    }
}

$python = Find-Python
$isEnvironment = Test-Path (Join-Path $Target "pyvenv.cfg")
if ((Test-Path $Target) -and -not $isEnvironment -and (Get-ChildItem -Force $Target)) {
    Stop-Install "$Target は空のフォルダーではありません。別のフォルダーを指定してください: .\install.ps1 フォルダー"
}

Write-Host "2/4 $Target に導入しています。"
& $python -m venv --without-pip $Target
if ($LASTEXITCODE -ne 0) { Stop-Install "$Target に環境を作れませんでした。書き込みできる場所を指定してください。" }
$Target = (Resolve-Path $Target).Path
$scripts = Join-Path $Target "Scripts"
# The bundle's own pip installs from its wheel, so neither an old pip nor a missing ensurepip matters.
$pip = Join-Path (Get-ChildItem (Join-Path $bundle "wheels\pip-*.whl")).FullName "pip"
& (Join-Path $scripts "python.exe") $pip --isolated --quiet --disable-pip-version-check install `
    --no-index --find-links (Join-Path $bundle "wheels") --require-hashes --no-deps --only-binary ":all:" `
    -r (Join-Path $bundle "requirements.lock")
if ($LASTEXITCODE -ne 0) { Stop-Install "部品を入れられませんでした。空き容量を確かめて、もう一度実行してください。" }

Write-Host "3/4 日本語フォントを入れています。"
$fonts = Join-Path $env:LOCALAPPDATA "Microsoft\Windows\Fonts"
New-Item -ItemType Directory -Force $fonts | Out-Null
Copy-Item (Join-Path $bundle "fonts\*") $fonts -Force
$registry = "HKCU:\Software\Microsoft\Windows NT\CurrentVersion\Fonts"
if (-not (Test-Path $registry)) { New-Item -Force $registry | Out-Null }
Set-ItemProperty $registry "IPAexGothic (TrueType)" (Join-Path $fonts "ipaexg.ttf")

Write-Host "4/4 導入を確かめています。"
& (Join-Path $scripts "dxrobot.exe") doctor
if ($LASTEXITCODE -ne 0) { Stop-Install "導入は終わりましたが、上の×の項目を直してください。" }
Write-Host "導入しました。次は $scripts\dxrobot.exe init 作業フォルダー名 を実行してください。"
