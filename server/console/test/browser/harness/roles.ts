// Which pages each role has, by the last part of the address.
const officer = ["vandaag", "incidenten", "activiteit", "goedkeuren", "verzoeken", "beleid", "diensten", "coaching", "proberen", "dekking", "rapporten", "or-venster", "logboek", "mensen", "instellingen"];

export const pagesOf: Readonly<Record<string, readonly string[]>> = {
  fg: officer,
  deputy_fg: officer,
  ciso: officer.filter((page) => page !== "verzoeken"),
  analyst: ["vandaag", "incidenten", "activiteit", "goedkeuren", "beleid", "diensten", "coaching", "proberen", "dekking", "rapporten"],
  policy_editor: ["goedkeuren", "beleid", "diensten", "coaching", "proberen", "dekking", "rapporten", "or-venster"],
  it_admin: ["beginnen", "goedkeuren", "beleid", "diensten", "coaching", "proberen", "dekking", "rapporten", "mensen", "instellingen"],
  ward_manager: ["rapporten", "afdeling"],
  works_council: ["goedkeuren", "beleid", "diensten", "coaching", "proberen", "dekking", "rapporten", "or-venster", "logboek"],
  auditor: ["vandaag", "incidenten", "activiteit", "goedkeuren", "beleid", "diensten", "coaching", "proberen", "dekking", "rapporten", "or-venster", "logboek", "mensen"],
  owner: ["beginnen", "goedkeuren", "beleid", "diensten", "coaching", "proberen", "dekking", "rapporten", "or-venster", "logboek", "mensen", "instellingen"],
};
