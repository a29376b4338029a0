package pull

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/vlot-evaluatie/peil/etl/pull/door"
	"github.com/vlot-evaluatie/peil/models"
)

// FolderConnector reaches a folder of this machine or a mounted share. It never
// leaves the folder: a link that points out of it is not followed.
type FolderConnector struct {
	path       string
	mount      string // folder under which its items appear; "" for the top
	root       *os.Root
	mayBeEmpty bool
}

// Folder opens a folder of exports; close it after use. A path that is not
// there or is no folder is a *models.Error.
func Folder(path string) (*FolderConnector, error) {
	root, err := os.OpenRoot(path)
	if err != nil {
		what := "cannot be opened as a folder of exports"
		if errors.Is(err, fs.ErrNotExist) {
			what = "is not there, want a folder of exports"
		}
		return nil, &models.Error{Code: models.Invalid, Where: path, What: what,
			Fix: "name the folder with --exports, or mend exports in peil.yml", Err: door.Cause(err)}
	}
	return &FolderConnector{path: path, root: root}, nil
}

// Close lets go of the folder.
func (f *FolderConnector) Close() error { return f.root.Close() }

// List gives all files below the folder. A folder in it that cannot be read is
// told of beside them, since its exports would be missed in silence.
func (f *FolderConnector) List(ctx context.Context) ([]Item, error) {
	var out []Item
	var errs []error
	err := fs.WalkDir(f.root.FS(), ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			errs = append(errs, &models.Error{Code: models.Unavailable, Where: f.path + "/" + name,
				What: "cannot be listed", Fix: "give the account that runs Peil the right to read it", Err: door.Cause(err)})
			return nil
		case d.IsDir():
			return nil
		}
		// Stat follows links as far as they stay inside. One that does not is
		// listed all the same: opening it says what is wrong.
		item := Item{Name: name, Size: -1, Ref: name}
		if info, err := f.root.Stat(name); err == nil {
			if !info.Mode().IsRegular() {
				return nil
			}
			item.Size, item.ModTime = info.Size(), info.ModTime()
			item.Version, item.Changed = noted(info)
		}
		out = append(out, item)
		return nil
	})
	if err != nil {
		return nil, err
	}
	if len(out) == 0 && len(errs) == 0 && !f.mayBeEmpty {
		return nil, &models.Error{Code: models.Invalid, Where: f.path, What: "holds no file, want exports",
			Fix: "name the folder with --exports, or mend exports in peil.yml"}
	}
	out, sifted := door.Sift(f.path, out)
	return door.Under(f.mount, out), errors.Join(append(errs, sifted...)...)
}

// Open reads one file. At its end the size and time are compared with the
// listing, so that a file in the middle of being written is never taken.
func (f *FolderConnector) Open(_ context.Context, item Item) (io.ReadCloser, error) {
	name, ok := item.Ref.(string)
	if !ok {
		return nil, fmt.Errorf("open %s: item of another connector", item.Name)
	}
	file, err := f.root.Open(name)
	if err != nil {
		return nil, f.unread(item.Name, name, err)
	}
	return &steady{file: file, item: item}, nil
}

// unread says why a file could not be opened. A link that leads out is refused as a name
// that leads elsewhere is: trying later does not help.
func (f *FolderConnector) unread(item, name string, err error) error {
	out := &models.Error{Code: models.Unavailable, Where: item, What: "cannot be read", Fix: "give the account that runs Peil the right to read it", Err: door.Cause(err)}
	switch info, no := f.root.Lstat(name); {
	case no != nil || info.Mode()&fs.ModeSymlink == 0 || errors.Is(err, fs.ErrPermission):
	case errors.Is(err, fs.ErrNotExist):
		out.What, out.Fix, out.Err = "is a link to a file that is not there", "put the file itself there, or take the link away", nil
	default:
		out.Code, out.What, out.Fix, out.Err = models.Blocked, "is a link that leads out of the folder of exports; it is not taken", "put the file itself there", nil
	}
	return out
}

// steady is a file that must not change while it is read.
type steady struct {
	file *os.File
	item Item
}

func (s *steady) Close() error { return s.file.Close() }

func (s *steady) Read(p []byte) (int, error) {
	n, err := s.file.Read(p)
	if err == nil {
		return n, nil
	}
	if err != io.EOF {
		return n, &models.Error{Code: models.Unavailable, Where: s.item.Name, What: "cannot be read to its end",
			Fix: "check the disk or share that it is on", Err: door.Cause(err)}
	}
	info, err := s.file.Stat()
	if err != nil {
		return n, fmt.Errorf("look at %s again: %w", s.item.Name, err)
	}
	if info.Size() != s.item.Size || !info.ModTime().Equal(s.item.ModTime) {
		return n, door.Growing(s.item.Name)
	}
	return n, io.EOF
}
