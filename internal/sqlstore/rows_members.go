package sqlstore

import "encoding/json"

// members are those of a stored JSON object, as they are written.
type members []jsonMember

type jsonMember struct{ name, value []byte }

// membersOf reads the members of an object of the store, which has no white space
// between its values, in one pass. Of what is no such object it gives those up to the
// place where it ends to be one. The members lie in room, when that has place for them.
func membersOf(object []byte, room members) members {
	list := room[:0]
	if len(object) == 0 || object[0] != '{' {
		return list
	}
	for at := 1; at < len(object) && object[at] == '"'; {
		colon := endOfText(object, at)
		if colon >= len(object) || object[colon] != ':' {
			break
		}
		end := endOfValue(object, colon+1)
		list = append(list, jsonMember{object[at+1 : colon-1], object[colon+1 : end]})
		if end >= len(object) || object[end] != ',' {
			break
		}
		at = end + 1
	}
	return list
}

// value is that of a member, nothing when there is none of that name.
func (m members) value(name string) []byte {
	for i := range m {
		if string(m[i].name) == name {
			return m[i].value
		}
	}
	return nil
}

// inside are the members of a member.
func (m members) inside(name string) members { return membersOf(m.value(name), nil) }

// read decodes a member; one that is left out stays as it was.
func (m members) read(name string, into any) bool {
	value := m.value(name)
	return len(value) == 0 || json.Unmarshal(value, into) == nil
}

// endOfText is the place after the string that begins at the given place.
func endOfText(s []byte, at int) int {
	for at++; at < len(s); at++ {
		switch s[at] {
		case '"':
			return at + 1
		case '\\':
			at++
		}
	}
	return len(s)
}

// endOfValue is the place of the comma or bracket after the value that begins at the
// given place.
func endOfValue(s []byte, at int) int {
	depth := 0
	for at < len(s) {
		switch s[at] {
		case '"':
			at = endOfText(s, at)
			continue
		case '{', '[':
			depth++
		case '}', ']':
			if depth == 0 {
				return at
			}
			depth--
		case ',':
			if depth == 0 {
				return at
			}
		}
		at++
	}
	return len(s)
}
