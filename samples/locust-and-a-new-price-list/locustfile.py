from locust import HttpUser, constant, task


class Buyer(HttpUser):
    wait_time = constant(0.25)

    @task(3)
    def quote(self):
        self.client.get("/quote?item=42", name="/quote")

    @task(1)
    def order(self):
        self.client.post("/orders", json={"item": 42, "count": 1}, name="/orders")
