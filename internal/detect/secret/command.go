package secret

import (
	"dijkwacht/internal/detect/pass"
	"dijkwacht/internal/lexicon"
	"dijkwacht/internal/rule"
	"dijkwacht/internal/text"
)

// Commands are the programs that take user:password behind -u (basicCommand), or a
// password behind -p (passwordCommand).
var Commands = func() *lexicon.Table {
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
func (s *Finder) commands() {
	rules := s.Pack.With(rule.MatchPassword)
	if len(rules) == 0 {
		return
	}
	basic, attach := -1, -1
	for i := range s.Marked(pass.MarkFlag) {
		t := &s.Doc.Tokens[i]
		if t.Kind == text.Word {
			switch Commands.Lookup(t.Hash) {
			case basicCommand:
				basic = i
			case passwordCommand:
				attach = i
			}
			continue
		}
		if s.Doc.Symbol(i) != '-' || !t.Is(text.SpaceBefore) || !s.WordAt(i+1) && s.Doc.Symbol(i+1) != '-' {
			if s.Doc.Symbol(i) == '/' {
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
func (s *Finder) basicFlag(r, i int) {
	k := i + 1
	if s.Doc.Symbol(k) == '-' {
		k++
	}
	if !s.WordAt(k) {
		return
	}
	if w := s.Doc.Word(k); len(w) != 1 || w[0] != 'u' && w[0] != 'U' && w[0] != 'a' {
		if !pass.EqualFold(w, "user") && !pass.EqualFold(w, "auth") {
			return
		}
	}
	if k++; s.Doc.Symbol(k) == '=' {
		k++
	}
	if k >= len(s.Doc.Tokens) {
		return
	}
	var v labelled
	s.valueAt(k, &v)
	for at := v.start; at < v.end; at++ {
		if s.Doc.Norm[at] == ':' {
			v.start = at + 1
			s.commandValue(r, &v)
			return
		}
	}
}

// attachedFlag reads -pPassword, -p Password and -p 'password' at the hyphen at
// token i.
func (s *Finder) attachedFlag(r, i int) {
	k := i + 1
	if !s.WordAt(k) || s.Doc.Tokens[k].Is(text.SpaceBefore) {
		return
	}
	w := s.Doc.Word(k)
	if w[0] != 'p' && w[0] != 'P' && w[0] != 'w' && (w[0] != 'a' || len(w) > 1) {
		return
	}
	var v labelled
	switch {
	case len(w) > 1:
		s.valueAt(k, &v)
		v.start++
		if !pass.PasswordLike(s.Doc.Norm[v.start:v.end]) || pass.KindsOf(s.Doc.Norm[v.start:v.end]).Digits == 0 {
			return
		}
	case k+1 < len(s.Doc.Tokens):
		s.valueAt(k+1, &v)
		if value := s.Doc.Norm[v.start:v.end]; pass.KindsOf(value).Letters == 0 || !v.quoted && !pass.PasswordLike(value) {
			return // "-p 8080:80"
		}
	}
	s.commandValue(r, &v)
}

// netUse reads /user:name password at the slash at token i.
func (s *Finder) netUse(r, i int) {
	if !s.Doc.Tokens[i].Is(text.SpaceBefore) || !s.WordAt(i+1) || s.Doc.Symbol(i+2) != ':' || !pass.EqualFold(s.Doc.Word(i+1), "user") && !pass.EqualFold(s.Doc.Word(i+1), "u") {
		return
	}
	k := i + 3
	for s.Joint(k) && !s.Doc.Tokens[k].Is(text.SpaceBefore) {
		k++
	}
	if !s.Joint(k) {
		return
	}
	var v labelled
	if s.valueAt(k, &v); pass.PasswordLike(s.Doc.Norm[v.start:v.end]) {
		s.commandValue(r, &v)
	}
}

// accountWords are the names of accounts that many may use; accountTalk says that a name
// of an account and its password follow.
var (
	accountWords = pass.WordTable("admin", "administrator", "root", "sa", "beheer", "beheerder", "sysadmin", "gast", "guest", "superuser", "pi", "oracle", "postgres")
	accountTalk  = pass.WordTable("account", "accounts", "inloggen", "inlog", "inloggegevens", "logingegevens", "login", "logins", "credentials", "gebruiker", "gebruikersnaam", "username", "user", "aanmelden", "inlogt", "logt", "toegang", "access")
)

// userSlash reads "beheer / Tulp2025!" and, in talk of accounts, "s.deboer / Tulp2025!" at
// the slash at token i.
func (s *Finder) userSlash(r, i int) {
	if i == 0 || !s.Joint(i) || !s.Joint(i+1) || s.Doc.Tokens[i+1].Kind == text.Symbol ||
		s.Doc.Tokens[i-1].Kind != text.Word && (s.Doc.Tokens[i-1].Kind != text.Mixed || !s.Doc.Tokens[i].Is(text.SpaceBefore)) {
		return
	}
	var v labelled
	s.valueAt(i+1, &v)
	value := s.Doc.Norm[v.start:v.end]
	kd := pass.KindsOf(value)
	if len(value) < 6 || kd.Digits == 0 || kd.Letters < 3 || kd.Symbols+kd.Capitals == 0 || pass.ContainsByte(value, '/') || !pass.PasswordLike(value) {
		return
	}
	account := accountWords.Lookup(s.Doc.Tokens[i-1].Hash) != 0
	for k := i - 2; k >= 0 && k > i-12 && !account; k-- {
		account = accountTalk.Lookup(s.Doc.Tokens[k].Hash) != 0
	}
	if account && !s.exampleNear(i) {
		s.commandValue(r, &v)
	}
}

// commandValue adds the password of a command unless it stands for one.
func (s *Finder) commandValue(r int, v *labelled) {
	value := s.Doc.Norm[v.start:v.end]
	if len(value) < 4 || pass.Placeholder(value) || s.reference(v) {
		return
	}
	s.addSecret(r, v, s.Pack.Rules[r].Scores.Cue)
}
