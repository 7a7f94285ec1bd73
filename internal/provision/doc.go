// Package provision keeps the people and groups that an identity provider sends, and
// gives people the roles that the organisation has for their groups. It does not know
// SCIM or HTTP, it signs nobody in, and it never gives a role by itself: which group
// gives which role is a setting of the organisation.
package provision
