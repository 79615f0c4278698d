"""Who sits where: Body, LegislativeTerm, Organization, Person, Membership, Location."""
