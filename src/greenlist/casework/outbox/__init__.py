"""消息发件箱: what a person away from the screen must know, held for a while, then shown, mailed or sent as a text message."""
