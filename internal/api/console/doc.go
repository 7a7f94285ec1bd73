// Package console is the HTTP interface of the console: sign-in, people,
// organisation and the resources that administrators work with. It decides nothing
// about permissions: the domain services do, beside the store call.
package console
