// Incidents of every kind, made as they come about: by devices that ask and tell.
import type { Server } from "./server.ts";

/** Sends prompts that lead to incidents in several states; returns how many attempts there were. */
export async function seed(server: Server): Promise<number> {
  const users = await Promise.all(["vp-001", "vp-002", "vp-003", "vp-004"].map((user) => server.device(user)));
  const attempts: [device: number, text: string, host: string, outcome: string, egress: string, reason?: string][] = [
    [0, "Mevrouw Jansen, BSN 111222333, heeft hartfalen. Schrijf een ontslagbrief.", "chatgpt.com", "blocked", "none"],
    [1, "Patiënt Karel de Vries, geboren 12-03-1951, kreeg metoprolol 50 mg wegens boezemfibrilleren.", "claude.ai", "sent", "full", "spoed"],
    [2, "Dhr. P. Bakker, telefoon 06-12345678, diagnose longkanker, wil een second opinion.", "gemini.google.com", "sent", "full", "toestemming"],
    [3, "Het wachtwoord van de server is Zomer!2026-Linde en de sleutel AKIAIOSFODNN7EXAMPLA.", "chatgpt.com", "blocked", "none"],
    [0, "Overboeking naar NL91ABNA0417164300 op naam van mevrouw El Amrani, Kerkstraat 12, 3511 LX Utrecht.", "copilot.microsoft.com", "cancelled", "none"],
    [1, "Cliënt Sanne Mulder (34 jaar) gebruikt sertraline, is depressief en woont op Dorpsstraat 4 in Zeist.", "claude.ai", "redacted_and_sent", "none"],
    [2, "BSN 123456782 en patiëntnummer 1234567 horen bij mevrouw Willems met diabetes.", "chat.deepseek.com", "blocked", "partial"],
    [3, "Mijn collega Tom van den Berg heeft een burn-out, zijn mail is t.vandenberg@voorbeeld.nl.", "chatgpt.com", "sent", "full", "fictief"],
  ];
  let n = 0;
  for (const [who, text, host, outcome, egress, reason] of attempts) {
    const { decision_id, action } = await users[who]!.inspect({ text, host, conversation: `gesprek-${n}`, channel: n % 3 === 1 ? "paste" : "typed" });
    if (action !== "allow") await users[who]!.outcome(decision_id, outcome, egress, reason ? { reason } : undefined);
    n++;
  }
  return n;
}
