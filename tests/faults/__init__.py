"""The hostile web in small: a server with a fault for each route, and crawls that must outlive them all."""
