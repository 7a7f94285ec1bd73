package detect

import (
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// commandWords are the programs that take user:password behind -u (basicCommand), or a
// password behind -p (passwordCommand).
var commandWords = func() *lexicon.Table {
	t := lexicon.NewTable(48)
	for _, w := range [...]string{"curl", "wget", "http", "https", "httpie", "xh"} {
		t.Add(w, basicCommand)
	}
	for _, w := range [...]string{"mysql", "mysqldump", "mysqladmin", "mariadb", "sshpass", "7z", "unrar", "zip", "rar", "ldapsearch", "sqlcmd", "bcp", "isql", "psexec", "mongo",
		"mongosh", "mongodump", "smbclient", "plink", "pscp", "docker", "svn", "htpasswd", "redis"} {
		t.Add(w, passwordCommand)
	}
	return t
}()

const (
	basicCommand = 1 << iota
	passwordCommand
)

// commandReach is how many tokens may stand between a command and its flag.
const commandReach = 40

// commands finds passwords behind the flags of programs: curl -u user:password, mysql
// -pPassword, sshpass -p 'password', net use /user:name password.
func (s *scan) commands() {
	rules := s.pack.With(rule.MatchPassword)
	if len(rules) == 0 {
		return
	}
	basic, attach := -1, -1
	for i, m := range s.marks {
		if m&markFlag == 0 {
			continue
		}
		t := &s.doc.Tokens[i]
		if t.Kind == text.Word {
			switch commandWords.Lookup(t.Hash) {
			case basicCommand:
				basic = i
			case passwordCommand:
				attach = i
			}
			continue
		}
		if s.doc.Symbol(i) != '-' || !t.Is(text.SpaceBefore) || !s.wordAt(i+1) && s.doc.Symbol(i+1) != '-' {
			if s.doc.Symbol(i) == '/' {
				s.netUse(rules[0], i)
				s.userSlash(rules[0], i)
			}
			continue
		}
		switch {
		case basic >= 0 && i-basic < commandReach:
			s.basicFlag(rules[0], i)
		case attach >= 0 && i-attach < commandReach:
			s.attachedFlag(rules[0], i)
		}
	}
}

// basicFlag reads -u user:password or --user user:password at the hyphen at token i.
func (s *scan) basicFlag(r, i int) {
	k := i + 1
	if s.doc.Symbol(k) == '-' {
		k++
	}
	if !s.wordAt(k) {
		return
	}
	if w := s.doc.Word(k); len(w) != 1 || w[0] != 'u' && w[0] != 'U' && w[0] != 'a' {
		if !equalFold(w, "user") && !equalFold(w, "auth") {
			return
		}
	}
	if k++; s.doc.Symbol(k) == '=' {
		k++
	}
	if k >= len(s.doc.Tokens) {
		return
	}
	var v labelled
	s.valueAt(k, &v)
	for at := v.start; at < v.end; at++ {
		if s.doc.Norm[at] == ':' {
			v.start = at + 1
			s.commandValue(r, &v)
			return
		}
	}
}

// attachedFlag reads -pPassword, -p Password and -p 'password' at the hyphen at
// token i.
func (s *scan) attachedFlag(r, i int) {
	k := i + 1
	if !s.wordAt(k) || s.doc.Tokens[k].Is(text.SpaceBefore) {
		return
	}
	w := s.doc.Word(k)
	if w[0] != 'p' && w[0] != 'P' && w[0] != 'w' && (w[0] != 'a' || len(w) > 1) {
		return
	}
	var v labelled
	switch {
	case len(w) > 1:
		s.valueAt(k, &v)
		v.start++
		if !passwordLike(s.doc.Norm[v.start:v.end]) || kindsOf(s.doc.Norm[v.start:v.end]).digits == 0 {
			return
		}
	case k+1 < len(s.doc.Tokens):
		s.valueAt(k+1, &v)
		if value := s.doc.Norm[v.start:v.end]; kindsOf(value).letters == 0 || !v.quoted && !passwordLike(value) {
			return // "-p 8080:80"
		}
	}
	s.commandValue(r, &v)
}

// netUse reads /user:name password at the slash at token i.
func (s *scan) netUse(r, i int) {
	if !s.doc.Tokens[i].Is(text.SpaceBefore) || !s.wordAt(i+1) || s.doc.Symbol(i+2) != ':' || !equalFold(s.doc.Word(i+1), "user") && !equalFold(s.doc.Word(i+1), "u") {
		return
	}
	k := i + 3
	for s.joint(k) && !s.doc.Tokens[k].Is(text.SpaceBefore) {
		k++
	}
	if !s.joint(k) {
		return
	}
	var v labelled
	if s.valueAt(k, &v); passwordLike(s.doc.Norm[v.start:v.end]) {
		s.commandValue(r, &v)
	}
}

// accountWords are the names of accounts that many may use; accountTalk says that a name
// of an account and its password follow.
var (
	accountWords = wordTable("admin", "administrator", "root", "sa", "beheer", "beheerder", "sysadmin", "gast", "guest", "superuser", "pi", "oracle", "postgres")
	accountTalk  = wordTable("account", "accounts", "inloggen", "inlog", "inloggegevens", "logingegevens", "login", "logins", "credentials", "gebruiker", "gebruikersnaam", "username", "user", "aanmelden", "inlogt", "logt", "toegang", "access")
)

// userSlash reads "beheer / Tulp2025!" and, in talk of accounts, "s.deboer / Tulp2025!" at
// the slash at token i.
func (s *scan) userSlash(r, i int) {
	if i == 0 || !s.joint(i) || !s.joint(i+1) || s.doc.Tokens[i+1].Kind == text.Symbol ||
		s.doc.Tokens[i-1].Kind != text.Word && (s.doc.Tokens[i-1].Kind != text.Mixed || !s.doc.Tokens[i].Is(text.SpaceBefore)) {
		return
	}
	var v labelled
	s.valueAt(i+1, &v)
	value := s.doc.Norm[v.start:v.end]
	kd := kindsOf(value)
	if len(value) < 6 || kd.digits == 0 || kd.letters < 3 || kd.symbols+kd.capitals == 0 || containsByte(value, '/') || !passwordLike(value) {
		return
	}
	account := accountWords.Lookup(s.doc.Tokens[i-1].Hash) != 0
	for k := i - 2; k >= 0 && k > i-12 && !account; k-- {
		account = accountTalk.Lookup(s.doc.Tokens[k].Hash) != 0
	}
	if account && !s.exampleNear(i) {
		s.commandValue(r, &v)
	}
}

// commandValue adds the password of a command unless it stands for one.
func (s *scan) commandValue(r int, v *labelled) {
	value := s.doc.Norm[v.start:v.end]
	if len(value) < 4 || placeholder(value) || s.reference(v) {
		return
	}
	s.addSecret(r, v, s.pack.Rules[r].Scores.Cue)
}
