package scope

import (
	"strings"

	"github.com/vlot-evaluatie/peil/models"
)

// relations writes the WITH that the metric's SELECT reads.
func (p *Plan) relations() string {
	with := p.scope()
	for _, relation := range p.Metric.Reads() {
		if relation != "scope" && strings.Contains(p.Metric.SQL, relation) {
			with = strings.TrimRight(with, "\n") + ",\n" + p.beside(relation)
		}
	}
	return with
}

// beside writes a relation that the metric's header asks for.
func (p *Plan) beside(relation string) string {
	switch relation {
	case models.QuantilesRelation:
		return quantiles(name(p.Metric.Values), p.Metric.Quantile)
	case models.KaplanMeierRelation:
		return kaplanMeier(name(p.Metric.Values), p.Metric.Ended)
	case models.SharesRelation:
		return shares()
	}
	return contributions(*p.Metric.Contributions)
}
