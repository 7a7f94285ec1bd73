package inspection

// readme is in each file, for whoever opens it without our documentation.
const readme = `DIJKWACHT - INSPECTIEBESTAND / INSPECTION FILE

Dit bestand is het register van datalekken van een organisatie over een periode, zoals het
aan het einde van die periode was. Het bevat geen tekst van berichten en geen namen van
medewerkers.

  manifest.json       wat er in zit: organisatie, periode, plaats in de keten, SHA-256 per bestand
  manifest.sig        handtekening (Ed25519) over de bytes van manifest.json
  keys/ID.pem         de publieke sleutels; ID volgt uit de sleutel zelf
  entries.jsonl       alle regels van de keten, een per regel, met de inhoud van het register
  register.jsonl      het register: zaken, meldingen, notities, waarschuwingen, besluiten van twee mensen
  checkpoints.jsonl   getekende controlepunten van de keten

Controleren:  dijkwacht register verify BESTAND.zip
Met de hand, met unzip, jq, sha256sum en openssl: zie docs/inspection.md bij Dijkwacht.
Vergelijk altijd ten minste een controlepunt met een kopie die elders is bewaard, bijvoorbeeld
in een weekrapport: dat is wat bewijst dat de keten niet later opnieuw is geschreven.

This file is the register of data breaches of an organisation over a period, as it stood at the
end of that period. It holds no text of messages and no names of staff.

To check it:  dijkwacht register verify FILE.zip
By hand, with unzip, jq, sha256sum and openssl: see docs/inspection.md of Dijkwacht.
Always compare at least one checkpoint with a copy that was kept elsewhere, such as in a weekly
report: that is what proves that the chain was not written anew later.
`
