"""What a study says: trainings read, and arms compared over seeds."""
