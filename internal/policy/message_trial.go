package policy

import (
	"crypto/sha256"
	"strconv"
	"strings"
)

// Where two texts of a message are tried beside each other, the register and devices
// know them by the id of the message with one of these behind it. The second text
// stands under its id among the texts.
const (
	firstText  = "~a"
	secondText = "~b"
)

// SecondText is the id of the second text of a message.
func SecondText(id string) string { return id + secondText }

// Tried reports whether two texts of the message are tried beside each other.
func (m Messages) Tried(id string) bool {
	_, ok := m[Dutch][SecondText(id)]
	return ok
}

// Shown is the id of the text that a device shows for a message: of one of two where
// they are tried beside each other. Which one follows from the device, the version of
// the policy and the message alone, so about half of the devices show each; nothing
// about a person counts.
func (m Messages) Shown(id, device string, version int) string {
	if !m.Tried(id) {
		return id
	}
	sum := sha256.Sum256([]byte(device + "\x00" + strconv.Itoa(version) + "\x00" + id))
	return id + [...]string{firstText, secondText}[sum[0]&1]
}

// MessageShown takes the id of a text that was shown apart: the message, and whether
// its second text. Tried is false when there was but one.
func MessageShown(id string) (message string, second, tried bool) {
	if message, second = strings.CutSuffix(id, secondText); second {
		return message, true, true
	}
	message, tried = strings.CutSuffix(id, firstText)
	return message, false, tried
}

// ToShow are all texts of the language by the ids that Shown gives.
func (m Messages) ToShow(language Language) map[string]string {
	out := map[string]string{}
	for id := range m[Dutch] {
		out[id] = m.Text(language, id)
		if m.Tried(id) {
			out[id+firstText] = out[id]
		}
	}
	return out
}
