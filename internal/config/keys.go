package config

import "path/filepath"

// Keys says where the key is that secrets in the database are sealed with.
type Keys struct {
	KeyFile string `name:"key-file" env:"DIJKWACHT_KEY_FILE" type:"path" placeholder:"FILE" help:"File with the key that secrets in the database are sealed with; all servers on one database share it. By default secret.key in the folder of the database."`
}

// KeyPath is the file, given the data folder.
func (k Keys) KeyPath(dir string) string {
	if k.KeyFile != "" {
		return k.KeyFile
	}
	return filepath.Join(dir, "secret.key")
}
