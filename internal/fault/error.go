package fault

import "errors"

// Field is one member of a request that was not acceptable. Pointer and Code come
// from the program, never from the request.
type Field struct {
	// Pointer is a JSON pointer (RFC 6901) into the request body.
	Pointer string `json:"pointer"`
	// Code is one of "required", "type", "format", "enum", "range", "too_long",
	// "too_short", "too_common", "too_similar", "taken", "unknown", "invalid".
	Code string `json:"code"`
	// Detail names the setting that stands in the way, or says what is wrong with a
	// document that people edit, such as a policy,
	// and Line and Column where, from 1. It may name keys and values of the document,
	// never of a prompt.
	Detail string `json:"detail,omitempty"`
	Line   int    `json:"line,omitempty"`
	Column int    `json:"column,omitempty"`
}

// Error is a failure with a stable code.
type Error struct {
	Code   Code
	Fields []Field
	// Allowed lists what would be allowed instead, in words of the API.
	Allowed []string
	cause   error
}

// E is the failure with the given code and, where they apply, the members at fault.
func E(code Code, fields ...Field) *Error { return &Error{Code: code, Fields: fields} }

// Wrap is the failure with the given code and a cause for the log. The caller
// vouches that the text of cause holds nothing that came from a request: errors
// of json, time.Parse and strconv quote their input and are never wrapped.
func Wrap(code Code, cause error) *Error { return &Error{Code: code, cause: cause} }

// Error is the code and the cause, if there is one.
func (e *Error) Error() string {
	if e.cause == nil {
		return string(e.Code)
	}
	return string(e.Code) + ": " + e.cause.Error()
}

// Unwrap is the cause.
func (e *Error) Unwrap() error { return e.cause }

// Is reports whether target is a failure with the same code.
func (e *Error) Is(target error) bool {
	var other *Error
	return errors.As(target, &other) && other.Code == e.Code && other.cause == nil
}

// From finds the failure in err. An error without a code is Internal and loses
// its text, which may hold anything.
func From(err error) *Error {
	var e *Error
	if errors.As(err, &e) {
		return e
	}
	return E(Internal)
}

// Cause is the text that a log may show, empty when there is none.
func (e *Error) Cause() string {
	if e.cause == nil {
		return ""
	}
	return e.cause.Error()
}
