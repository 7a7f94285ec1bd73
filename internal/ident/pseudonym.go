package ident

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"
)

// PseudonymKeySize is the length of a pseudonym key in bytes.
const PseudonymKeySize = 32

// Quarter names the quarter of t in UTC, such as "2026Q4". Each has its own
// pseudonym key, so that no profile lasts longer.
func Quarter(t time.Time) string {
	t = t.UTC()
	return fmt.Sprintf("%dQ%d", t.Year(), (int(t.Month())+2)/3)
}

// Pseudonym is what consoles and reports show instead of the user with the given
// stable id: a bird and five base32 characters of an HMAC-SHA-256, such as
// "Reiger-7KQ2M". Letter case and Unicode form of the id do not matter.
func Pseudonym(key []byte, userID string) string {
	sum := keyed(key, "subject", strings.ToLower(strings.TrimSpace(norm.NFKC.String(userID))))
	bird := birds[binary.BigEndian.Uint32(sum[:4])%uint32(len(birds))]
	return bird + "-" + base32.StdEncoding.EncodeToString(sum[4:9])[:5]
}

// ConversationTag is the stored form of a client's conversation key: a keyed hash,
// because the client's value may hold anything.
func ConversationTag(key []byte, conversation string) string {
	if conversation == "" {
		return ""
	}
	sum := keyed(key, "conversation", conversation)
	return strings.ToLower(base32.StdEncoding.EncodeToString(sum[:10]))
}

// keyed separates the uses of one key.
func keyed(key []byte, use, value string) []byte {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(use))
	mac.Write([]byte{0})
	mac.Write([]byte(value))
	return mac.Sum(nil)
}

// birds is the first half of a pseudonym. The order is part of the pseudonym:
// append only at the start of a quarter.
var birds = [...]string{
	"Aalscholver", "Appelvink", "Bergeend", "Boerenzwaluw", "Bokje", "Boomklever", "Boomkruiper", "Boomvalk",
	"Bosuil", "Braamsluiper", "Buizerd", "Dodaars", "Ekster", "Fitis", "Fuut", "Gaai",
	"Geelgors", "Goudhaan", "Goudvink", "Graspieper", "Gans", "Groenling", "Groenspecht", "Grutto",
	"Havik", "Heggenmus", "Houtduif", "Huismus", "IJsvogel", "Kauw", "Kerkuil", "Kievit",
	"Klapekster", "Kluut", "Kneu", "Koekoek", "Kokmeeuw", "Koolmees", "Kraanvogel", "Krakeend",
	"Kramsvogel", "Kuifeend", "Kuifmees", "Kwartel", "Kwikstaart", "Lepelaar", "Matkop", "Meerkoet",
	"Merel", "Nachtegaal", "Oehoe", "Ooievaar", "Patrijs", "Pijlstaart", "Pimpelmees", "Putter",
	"Ransuil", "Reiger", "Rietgors", "Ringmus", "Roerdomp", "Roodborst", "Scholekster", "Sijs",
	"Slobeend", "Smient", "Sperwer", "Spotvogel", "Spreeuw", "Staartmees", "Steenuil", "Stormvogel",
	"Tapuit", "Tjiftjaf", "Torenvalk", "Tuinfluiter", "Tureluur", "Tortel", "Visarend", "Visdief",
	"Vuurgoudhaan", "Waterhoen", "Waterral", "Wielewaal", "Wouw", "Winterkoning", "Wintertaling", "Witgat",
	"Wulp", "Zanglijster", "Zeearend", "Zilvermeeuw", "Zomertaling", "Zwaluw", "Zwaan", "Zwartkop",
}
