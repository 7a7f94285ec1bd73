// Package publish numbers the versions of a policy and makes the signed bundle that
// extensions work with. It does not decide about prompts and does not parse files.
package publish
