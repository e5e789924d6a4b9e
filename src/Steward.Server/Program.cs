// Starts the command line; `steward serve` is the server.
Console.WriteLine("ok");
