// Package config is the settings of the service in one struct: flags, environment
// and defaults. It reads no files and checks only what can be checked without
// acting.
package config
