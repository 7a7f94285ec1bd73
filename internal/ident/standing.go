package ident

// OnlyOwner reports whether the organisation would be without an owner who can sign in
// if the user were none.
func (s Standing) OnlyOwner() bool {
	return s.User.State == UserActive && s.lasting() && s.OtherOwners == 0
}
