"""What a disclosure says of the body itself: duties, offices, units, posts and people, vehicles, assets, meetings."""
