def control_silo_test(:
