package figure

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync"

	"github.com/vlot-evaluatie/peil/models"
)

// Recall asks another Querier each question once: an edition is made in two passes, and
// the second draws what the first asked for. It is safe for several goroutines when the
// other one is; they may ask a question twice that both have at the same time.
func Recall(q Querier) Querier {
	return &recall{Querier: q, metrics: map[string]*models.MetricResult{}, samples: map[string]*models.Sample{}, lineages: map[string]models.Lineage{}}
}

type recall struct {
	Querier
	mu       sync.Mutex
	metrics  map[string]*models.MetricResult
	samples  map[string]*models.Sample
	lineages map[string]models.Lineage
}

func (r *recall) Lineage(names ...string) (models.Lineage, error) {
	key := strings.Join(names, " ")
	r.mu.Lock()
	have, ok := r.lineages[key]
	r.mu.Unlock()
	if ok {
		return have, nil
	}
	answer, err := r.Querier.Lineage(names...)
	if err != nil {
		return models.Lineage{}, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.lineages[key] = answer
	return answer, nil
}

func (r *recall) Metric(ctx context.Context, q models.MetricQuery) (*models.MetricResult, error) {
	return once(&r.mu, r.metrics, q, func() (*models.MetricResult, error) { return r.Querier.Metric(ctx, q) })
}

func (r *recall) Sample(ctx context.Context, q models.MetricQuery) (*models.Sample, error) {
	return once(&r.mu, r.samples, q, func() (*models.Sample, error) { return r.Querier.Sample(ctx, q) })
}

func once[T any](mu *sync.Mutex, known map[string]T, q models.MetricQuery, ask func() (T, error)) (T, error) {
	var none T
	key, err := json.Marshal(q)
	if err != nil {
		return none, fmt.Errorf("name question: %w", err)
	}
	mu.Lock()
	have, ok := known[string(key)]
	mu.Unlock()
	if ok {
		return have, nil
	}
	answer, err := ask()
	if err != nil {
		return none, err
	}
	mu.Lock()
	defer mu.Unlock()
	known[string(key)] = answer
	return answer, nil
}
