package rule

import (
	"iter"
	"math/bits"
	"slices"
)

// TypeSet is a set of types.
type TypeSet uint64

// SetOf holds the given types.
func SetOf(types ...Type) TypeSet {
	var s TypeSet
	for _, t := range types {
		s |= 1 << t
	}
	return s
}

var groupSets = func() (sets [GroupCount]TypeSet) {
	for t := TypeNone + 1; t < typeEnd; t++ {
		sets[t.Group()] |= 1 << t
	}
	return sets
}()

// SetOfGroup holds all types of the group.
func SetOfGroup(g Group) TypeSet { return groupSets[g] }

// All walks through the set in canonical order.
func (s TypeSet) All() iter.Seq[Type] {
	return func(yield func(Type) bool) {
		for rest := s; rest != 0; rest &= rest - 1 {
			if !yield(Type(bits.TrailingZeros64(uint64(rest)))) {
				return
			}
		}
	}
}

// Has tells whether t is in the set.
func (s TypeSet) Has(t Type) bool { return s&(1<<t) != 0 }

// Len is the number of types in the set.
func (s TypeSet) Len() int { return bits.OnesCount64(uint64(s)) }

// Types lists the set in canonical order.
func (s TypeSet) Types() []Type {
	return slices.Collect(s.All())
}
