package pull

import (
	"context"
	"io"
	"os"
	"sync"

	"github.com/vlot-evaluatie/peil/etl/pull/door"
)

// late is a folder that is looked for with each listing: a share that is not
// mounted is a door that is down, not a fault of the project.
type late struct {
	where, path, mount string

	mu   sync.Mutex
	open *FolderConnector
}

func (l *late) List(ctx context.Context) ([]Item, error) {
	if err := l.Close(); err != nil {
		return nil, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	root, err := os.OpenRoot(l.path)
	if err != nil {
		return nil, door.Down(l.where, "cannot be opened as a folder of exports: "+l.path, err)
	}
	l.open = &FolderConnector{path: l.path, mount: l.mount, root: root, mayBeEmpty: true}
	return l.open.List(ctx)
}

func (l *late) Open(ctx context.Context, item Item) (io.ReadCloser, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.open == nil {
		return nil, door.Gone(item.Name)
	}
	return l.open.Open(ctx, item)
}

func (l *late) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.open == nil {
		return nil
	}
	err := l.open.Close()
	l.open = nil
	return err
}
