// What a deployment is installed with: update manifests, and policy files ready to paste. The examples in docs/deploy are made by the same functions.

/** The update manifest of Chrome and Edge (gupdate protocol 2.0). */
export function updatesXml({ id, version, codebase }) {
  return `<?xml version="1.0" encoding="UTF-8"?>
<gupdate xmlns="http://www.google.com/update2/response" protocol="2.0">
  <app appid="${id}">
    <updatecheck codebase="${codebase}" version="${version}"/>
  </app>
</gupdate>
`;
}

/** The update manifest of Firefox. */
export function updatesJson({ geckoId, version, link, sha256 }) {
  return json({ addons: { [geckoId]: { updates: [{ version, update_link: link, update_hash: `sha256:${sha256}` }] } } });
}

/**
 * Policy files by name. id and updateUrl are of Chrome and Edge, geckoId and xpiUrl of Firefox; settings are the managed values (managed_schema.json).
 */
export function policyFiles({ id, updateUrl, geckoId, xpiUrl, settings }) {
  const forced = { installation_mode: "force_installed", update_url: updateUrl, override_update_url: true };
  const chrome = { [id]: { ...forced, toolbar_pin: "force_pinned" } };
  const edge = { [id]: { ...forced, toolbar_state: "force_shown" } };
  return {
    "chrome.reg": reg("SOFTWARE\\Policies\\Google\\Chrome", { ExtensionSettings: JSON.stringify(chrome), IncognitoModeAvailability: 1, BrowserGuestModeEnabled: 0 }, id, settings),
    "edge.reg": reg("SOFTWARE\\Policies\\Microsoft\\Edge", { ExtensionSettings: JSON.stringify(edge), InPrivateModeAvailability: 1, BrowserGuestModeEnabled: 0 }, id, settings),
    "chrome-extension-settings.json": json(chrome),
    "edge-extension-settings.json": json(edge),
    "google-admin.json": json(Object.fromEntries(Object.entries(settings).map(([key, Value]) => [key, { Value }]))),
    "chromium-linux.json": json({ ExtensionSettings: chrome, IncognitoModeAvailability: 1, BrowserGuestModeEnabled: false, "3rdparty": { extensions: { [id]: settings } } }),
    "firefox-policies.json": json({
      policies: {
        ExtensionSettings: { [geckoId]: { installation_mode: "force_installed", install_url: xpiUrl, private_browsing: true } },
        "3rdparty": { Extensions: { [geckoId]: settings } },
      },
    }),
    "intune.ps1": powershell(id, settings),
  };
}

function reg(root, browser, id, settings) {
  const value = (v) => (typeof v === "number" ? `dword:${v.toString(16).padStart(8, "0")}` : `"${v.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`);
  const section = (path, values) => `[HKEY_LOCAL_MACHINE\\${path}]\n${Object.entries(values).map(([k, v]) => `"${k}"=${value(v)}\n`).join("")}`;
  const own = `${root}\\3rdparty\\extensions\\${id}\\policy`;
  const texts = Object.fromEntries(Object.entries(settings).filter(([, v]) => !Array.isArray(v)));
  const lists = Object.entries(settings).filter(([, v]) => Array.isArray(v)).map(([k, v]) => section(`${own}\\${k}`, numbered(v)));
  return ["Windows Registry Editor Version 5.00\n", section(root, browser), section(own, texts), ...lists].join("\n");
}

const numbered = (list) => Object.fromEntries(list.map((v, i) => [String(i + 1), v]));

// For shared workstations: the name of the machine is filled in where the script runs.
function powershell(id, settings) {
  const quote = (v) => `'${v.replaceAll("'", "''")}'`;
  const set = (path, values) => Object.entries(values).map(([k, v]) => `  Set-ItemProperty -Path "${path}" -Name ${quote(k)} -Value ${k === "workstation" ? "$env:COMPUTERNAME" : quote(v)}\n`).join("");
  const texts = { ...Object.fromEntries(Object.entries(settings).filter(([, v]) => !Array.isArray(v))), workstation: "" };
  const lists = Object.entries(settings).filter(([, v]) => Array.isArray(v));
  return `# Runs as SYSTEM, in 64-bit PowerShell. Writes the settings of Dijkwacht for Chrome and Edge on this machine.
foreach ($browser in 'Google\\Chrome', 'Microsoft\\Edge') {
  $key = "HKLM:\\SOFTWARE\\Policies\\$browser\\3rdparty\\extensions\\${id}\\policy"
  New-Item -Path $key -Force | Out-Null
${set("$key", texts)}${lists.map(([k, v]) => `  New-Item -Path "$key\\${k}" -Force | Out-Null\n${set(`$key\\${k}`, numbered(v))}`).join("")}}
`;
}

const json = (value) => `${JSON.stringify(value, null, 2)}\n`;
